"""The plaque of a house as a part of one trip: looked at, asked to be replaced, or hung."""

import json
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from station_app.domain.codes import PlaqueEventKind, PlaqueLook, PlaqueState
from station_app.domain.codes import label as code_label
from station_app.queries.trip import TripPlaque
from station_app.services.plaque_reasons import reasons_for
from station_app.services.plaques import EnterPlaque, HangNew, PlaqueStep
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import FormRow
from station_app.ui.components.layout import fill, holder, row
from station_app.ui.components.text_input import TextInput
from station_app.ui.pages.visit_dots import Dots
from station_app.ui.pages.visit_sections import Section, read_kept
from station_app.ui.person_words import day_words

LOOKS = tuple((str(one), one.label) for one in PlaqueLook)
PLACES = (
    (str(PlaqueEventKind.HANG), "挂在大门上了"),
    (str(PlaqueEventKind.PLACE_INDOOR), "摆在室内了"),
    ("LATER", "还没挂"),
)
WORN = "C02"
MAY_ASK = (PlaqueState.HUNG, PlaqueState.INDOOR)


class PlaqueSection(Section):
    """Alt 4: one plaque a trip; of several households met, that of the first."""

    def __init__(self, today: date) -> None:
        super().__init__("plaque", "光荣牌", "Alt+4")
        self._today = today
        self._plaque: TripPlaque | None = None
        self.look = Dots(LOOKS, name="光荣牌查看")
        self.place = Dots(PLACES, name="挂光荣牌")
        reasons = [(code, code_label("plaque_reason", code)) for code in _reasons()]
        self.reason = FormRow("为什么要换", ChoiceInput(reasons, width=200, value=WORN))
        self.number = FormRow("牌上的编号", TextInput(width=160), hint="没有编号就空着")
        self._asked = holder(row(self.reason, None))
        self._new = holder(row(self.number, None))
        fill(self.inner, [row(self.look, self.place, None), self._asked, self._new], 4)
        for part in (self._asked, self._new):
            part.hide()
        self.look.changed.connect(self._turned)
        self.place.changed.connect(self._turned)
        for line in (self.reason, self.number):
            if isinstance(line.field, TextInput):
                line.field.textChanged.connect(self._touched)

    def first_field(self) -> QWidget | None:
        dots = self.place if self._plaque is not None and self._plaque.can_be_hung else self.look
        return dots.first

    @property
    def looked(self) -> str | None:
        """How it was found; None where nobody looked."""
        return self.look.value if self._plaque and self._plaque.can_be_looked_at else None

    def begin(self) -> None:
        """Nothing is ticked."""
        self._plaque, self._kept = None, ""
        self.look.put(None)
        self.place.put(None)
        self.number.field.clear()  # type: ignore[attr-defined]  # a line of text
        self._show_more()
        self.explain("")
        self.hide()

    def show_plaque(self, plaques: Sequence[TripPlaque]) -> None:
        """The plaque of the first household that has or should have one."""
        kept = read_kept(self.kept_text() or self._kept)
        self._kept = ""
        self._plaque = plaques[0] if plaques else None
        if self._plaque is None:
            self.hide()
            return
        self.known.setText(_known(self._plaque, self._today))
        self.look.setVisible(self._plaque.can_be_looked_at)
        self.place.setVisible(self._plaque.can_be_hung)
        self.look.put(kept.get("look"))
        self.place.put(kept.get("place"))
        if kept:
            self.number.field.setText(str(kept.get("number") or ""))  # type: ignore[attr-defined]
        self._show_more()
        self.show()

    def steps(self, day: date) -> tuple[PlaqueStep, ...]:
        """What happened to a plaque that is known."""
        one = self._plaque
        if one is None or one.plaque_id is None:
            return ()
        if one.can_be_hung and self._hangs:
            events = [PlaqueEventKind.ISSUE] if one.state is PlaqueState.TO_ISSUE else []
            events.append(PlaqueEventKind(self.place.value or ""))
            return tuple(PlaqueStep(plaque_id=one.plaque_id, event=e, event_on=day) for e in events)
        if self._asks:
            reason = self.reason.field.value  # type: ignore[attr-defined]  # a choice
            event = PlaqueEventKind.ASK_REPLACE
            return (PlaqueStep(plaque_id=one.plaque_id, event=event, event_on=day, reason=reason),)
        return ()

    def new_plaques(self, day: date) -> tuple[HangNew, ...]:
        """The first plaque of a household."""
        one = self._plaque
        if one is None or one.plaque_id is not None or not self._hangs:
            return ()
        plaque = EnterPlaque(
            household_id=one.household_id,
            basis_person_id=one.basis_person_id,
            plaque_no=str(self.number.field.text()).strip() or None,  # type: ignore[attr-defined]
        )
        indoor = self.place.value == PlaqueEventKind.PLACE_INDOOR
        return (HangNew(plaque=plaque, hung_on=day, indoor=indoor),)

    def kept_text(self) -> str:
        if self.look.value is None and self.place.value is None:
            return ""
        number = self.number.field.text()  # type: ignore[attr-defined]
        kept = {"look": self.look.value, "place": self.place.value, "number": number}
        return json.dumps(kept, ensure_ascii=False)

    @property
    def _hangs(self) -> bool:
        return self.place.value in (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)

    @property
    def _asks(self) -> bool:
        """A plaque for which another was asked already is not asked for twice."""
        one = self._plaque
        return one is not None and one.state in MAY_ASK and self.looked == PlaqueLook.WORN

    def _turned(self) -> None:
        self._show_more()
        self._touched()

    def _show_more(self) -> None:
        one = self._plaque
        new = one is not None and one.plaque_id is None
        self._asked.setVisible(self._asks)
        self._new.setVisible(new and self._hangs)


def _reasons() -> tuple[str, ...]:
    return reasons_for(PlaqueEventKind.ASK_REPLACE)


def _known(one: TripPlaque, today: date) -> str:
    if one.state is None:
        return "这一户该挂还没挂"
    if one.can_be_hung:
        return f"{one.state.label}，还没挂上"
    since = f"{day_words(one.since, today)}起{one.state.label}" if one.since else one.state.label
    if one.looked_on is None:
        return since
    look = code_label("plaque_look", one.look)
    return f"{since}；{day_words(one.looked_on, today)}看过，{look}"
