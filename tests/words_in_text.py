"""What the tests of tokenising ask of a text: words, letters without white space, cuts."""

from helpers.vietnamese import tokenise, word_model


def words(text, **options):
    return tokenise([text], **options)[0]


def without_space(text):
    return "".join(text.split())


def cuts(texts):
    """Words in underthesea's spelling, from the places of their tokens."""
    words = [[] for _ in texts]
    for numbers, tokens in word_model.read_tokens(texts):
        for number, first, last in zip(numbers, tokens.bounds, tokens.bounds[1:], strict=False):
            for token in range(first, last):
                written = texts[number][tokens.starts[token] : tokens.ends[token]]
                # One token of underthesea's may hold white space.
                written = " ".join(written.replace("Ð", "Đ").replace("ð", "đ").split())
                if tokens.begins[token]:
                    words[number].append(written)
                else:
                    words[number][-1] += " " + written
    return words


def underthesea_cuts(texts):
    find = word_model.underthesea_words()
    found = [find(text, use_token_normalize=False) for text in texts]
    return [[" ".join(word.split()) for word in words] for words in found]
