"""Village groups in the order in which people count them."""

from station_app.domain.groups import group_order


def test_groups_are_ordered_as_people_count_them() -> None:
    names = [None, "十二组", "东街", "二组", "10组", "一组", "二十一组", "十组", "3组"]
    assert sorted(names, key=group_order) == [
        "一组",
        "二组",
        "3组",
        "10组",
        "十组",
        "十二组",
        "二十一组",
        "东街",
        None,
    ]
