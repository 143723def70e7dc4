"""Photos and papers of a record: what they are, what they belong to, who may see them."""

from station_app.domain.codes.codelist import Coded


class AttachmentKind(Coded):
    """What was kept."""

    PHOTO = "PHOTO", "照片"
    SCAN = "SCAN", "扫描件"
    PROOF = "PROOF", "证明材料"


class AttachmentOwner(Coded):
    """To which kind of record it belongs."""

    VISIT = "VISIT", "走访"
    CERTIFICATION = "CERTIFICATION", "认证记录"
    PLAQUE_EVENT = "PLAQUE_EVENT", "光荣牌变动"
    PERSON = "PERSON", "人员"


READ_BY_DISTRICT = frozenset({AttachmentOwner.CERTIFICATION, AttachmentOwner.PLAQUE_EVENT})
"""The district pays on a certification's proof and reports plaques; it sees no visit and nobody's
portrait (SETTLED 13)."""
