"""A page taken apart: its tags, their attributes, its text."""

from html.parser import HTMLParser


class Tags(HTMLParser):
    """Collect every tag with its attributes, and the text outside scripts and styles."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def values(self, tag, name):
        return [values[name] for found, values in self.tags if found == tag and name in values]

    @property
    def ids(self):
        return [values["id"] for _, values in self.tags if "id" in values]
