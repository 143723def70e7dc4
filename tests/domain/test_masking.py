"""Masking of screens and prints (PV1, PV2)."""

import pytest

from station_app.domain.masking import (
    MaskLevel,
    id_number_at,
    mask_account,
    mask_address,
    mask_id_number,
    mask_name,
    mask_phone,
    merge_small_cells,
    name_at,
    phone_at,
    small_cells,
)


def test_pv1_lists_show_head_and_tail() -> None:
    assert mask_id_number("320802195807120016") == "320802********0016"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_account("6228480000000000018") == "**** **** **** 0018"
    assert mask_address("清江浦区幸福村三组12号") == "清江浦区幸福村三组***"


def test_pv1_short_values_are_hidden_whole() -> None:
    assert mask_id_number("12345") == "*****"
    assert mask_phone("6688") == "****"
    assert mask_account("123") == "****"
    assert mask_address("路边") == "***"
    assert mask_phone("0517-83912345").endswith("2345")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("李明华", "李*华"),
        ("欧阳修", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("买买提·艾力", "买买提·***"),
        ("王", "*"),
    ],
)
def test_pv2_initials(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_pv2_levels_of_prints() -> None:
    assert name_at("李明华", MaskLevel.MASKED) == "李明华"
    assert name_at("李明华", MaskLevel.INITIALS) == "李*华"
    assert name_at("李明华", MaskLevel.STATISTICS) == ""
    assert id_number_at("320802195807120016", MaskLevel.FULL) == "320802195807120016"
    assert id_number_at("320802195807120016", MaskLevel.MASKED) == "320802********0016"
    assert id_number_at("320802195807120016", MaskLevel.INITIALS) == ""
    assert phone_at("13812345678", MaskLevel.FULL) == "13812345678"
    assert phone_at("13812345678", MaskLevel.MASKED) == "138****5678"
    assert phone_at("13812345678", MaskLevel.INITIALS) == ""


def test_pv2_cells_of_fewer_than_three_people_are_merged() -> None:
    assert merge_small_cells({"参战": 7, "红军": 1, "涉核": 2}) == {"参战": 7, "其他": 3}
    assert merge_small_cells({"参战": 7, "其他": 4, "红军": 1}) == {"参战": 7, "其他": 5}


def test_pv2_one_small_cell_is_not_told_by_subtraction() -> None:
    assert merge_small_cells({"参战": 7, "涉核": 4, "红军": 1, "老红军": 0}) == {
        "参战": 7,
        "老红军": 0,
        "其他": 5,
    }
    assert merge_small_cells({"红军": 1}) == {"其他": 1}, "there is nothing to merge it with"


def test_pv2_a_row_that_is_small_in_one_period_is_merged_in_all() -> None:
    table = {"参战": (7, 9), "涉核": (4, 2), "红军": (5, 5)}
    assert small_cells(table) == {"涉核", "红军"}
