"""Code lists: labels, order, and what people write instead of them (DOMAIN §3)."""

import pytest

from station_app.domain.codes import CODE_LISTS, Category, Certainty, PersonStatus, label

NAMES_OF_DOMAIN = """
    category dis_grade dis_cause survivor_relation visit_kind visit_method lead_level
    condolence_kind occasion funding pay_form receipt cert_method cert_result plaque_state
    plaque_event plaque_reason pension_kind entitlement_state suspend_reason pay_item
    resume_policy sex ethnicity political education employment health self_care marital
    hukou_type id_type relation social_relief housing staff_role person_status reg_source
    settle_mode apply_mode plaque_position account_kind batch_status basis
"""


def test_every_list_of_the_main_job_is_there() -> None:
    assert set(NAMES_OF_DOMAIN.split()) <= set(CODE_LISTS)


@pytest.mark.parametrize("name", CODE_LISTS)
def test_every_code_and_every_label_finds_its_own_code(name: str) -> None:
    codes = CODE_LISTS[name]
    for item in codes.items:
        for text in (item.code, item.label):
            found = codes.find(text)
            assert found is not None
            assert item.code in found.options


@pytest.mark.parametrize("name", CODE_LISTS)
def test_codes_are_ascii_and_labels_are_not_repeated(name: str) -> None:
    items = CODE_LISTS[name].items
    assert all(item.code.isascii() for item in items)
    assert len({item.code for item in items}) == len(items)
    assert len({item.label for item in items}) == len(items)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("category", "烈属", "SURV_MARTYR"),
        ("category", "伤残军人", "DISABLED"),
        ("category", "参 战", "WAR"),
        ("category", "参核", "NUCLEAR"),
        ("category", "原８０２３部队", "NUCLEAR"),
        ("category", "60岁", "RURAL60"),
        ("category", "带病回乡", "ILL_RETURNED"),
        ("category", "复原军人", "DEMOB_SOLDIER"),
        ("category", "退伍军人", "VET_UNSPEC"),
        ("category", "现役军属", "FAM_SERVICE"),
        ("category", "因公牺牲军人家属", "SURV_DUTY"),
        ("settle_mode", "复原", "DEMOBILISED"),
        ("sex", "男性", "1"),
        ("sex", "M", "1"),
        ("sex", "2", "2"),
        ("ethnicity", "汉", "01"),
        ("ethnicity", "僳僳族", "20"),
        ("ethnicity", "毛难", "36"),
        ("political", "党员", "01"),
        ("receipt", "代领", "AGENT"),
        ("cert_method", "小程序", "ONLINE"),
        ("funding", "关爱基金", "CARE_FUND"),
        ("id_type", "身份证", "01"),
    ],
)
def test_a_synonym_of_the_rosters_is_exact(name: str, text: str, code: str) -> None:
    found = CODE_LISTS[name].find(text)
    assert found is not None
    assert (found.code, found.certainty) == (code, Certainty.EXACT)


def test_two_joins_alone_ask_which_of_the_two() -> None:
    found = CODE_LISTS["category"].find("两参")
    assert found is not None
    assert found.options == ("WAR", "NUCLEAR")
    assert not found.is_exact


def test_an_unknown_word_is_not_guessed() -> None:
    assert CODE_LISTS["category"].find("支前模范") is None


def test_a_code_of_a_newer_station_shows_as_itself() -> None:
    assert label("category", "X_LOCAL") == "X_LOCAL"
    assert label("category", None) == ""


def test_labels_stand_on_the_members_too() -> None:
    assert Category("WAR").label == "参战退役军人"
    assert label("person_status", PersonStatus.DECEASED) == "去世"


def test_lists_keep_their_order() -> None:
    ethnicity = CODE_LISTS["ethnicity"]
    assert ethnicity.order("01") < ethnicity.order("56") < ethnicity.order("97")
    assert len(ethnicity.items) == 58
    assert "X_LOCAL" not in ethnicity
    assert ethnicity.order("X_LOCAL") == 58
