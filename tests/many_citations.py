"""A corpus in which very many articles cite one decree."""

LAW = "Nghị định số 15/2021/NĐ-CP"
MANY = 60


def many_articles():
    """Invent articles that all cite one decree; two neighbours share what follows."""
    return {
        f"a{number:03}": (
            f"Tin số {number}",
            f"Theo {LAW} ngày 3/3/2021 của Chính phủ, tỉnh thứ {number} mở trạm y tế. "
            f"Trong đó, mỗi trạm ở vùng số {number // 2} có một bác sĩ. Người dân số {number} vui.",
        )
        for number in range(MANY)
    }
