"""All travelling record types, parents before children: the order in which rows are written."""

from station_app.models.attachment import ATTACHMENT
from station_app.models.certification import (
    CERTIFICATION,
    CERTIFICATION_CYCLE,
    CERTIFICATION_NOTICE,
    CYCLE_KIND,
)
from station_app.models.condolence import CONDOLENCE_BATCH, CONDOLENCE_PAYMENT, CONDOLENCE_PLAN
from station_app.models.conflict import CONFLICT
from station_app.models.entitlement import ENTITLEMENT, ENTITLEMENT_EVENT, PENSION_PAYMENT
from station_app.models.household import FAMILY_MEMBER, HOUSEHOLD
from station_app.models.month_report import MONTH_DECISION, MONTH_REPORT
from station_app.models.person import BANK_ACCOUNT, PERSON, PERSON_IDENTITY, SERVICE_RECORD
from station_app.models.plaque import PLAQUE, PLAQUE_EVENT
from station_app.models.posting import (
    DISTRICT_NOTICE,
    DISTRICT_TASK,
    NOTICE_READING,
    TASK_ANSWER,
)
from station_app.models.record_type import RecordType
from station_app.models.route import ROUTE_LINE, ROUTE_SHEET
from station_app.models.standard import CODE_ENTRY, CONDOLENCE_STANDARD, PENSION_STANDARD
from station_app.models.station import CONTACT_RULE, GRID_CELL, STAFF, STATION
from station_app.models.template import FORM_TEMPLATE, TEMPLATE_CELL
from station_app.models.transfer import (
    HISTORY_LINE,
    PERSON_TRANSFER,
    TRANSFER_ANSWER,
    TRANSFER_FIELD,
)
from station_app.models.visit import VISIT, VISIT_ATTENDANCE
from station_app.models.yearly import YEARLY_FIGURE, YEARLY_PHRASE

RECORD_TYPES: tuple[RecordType, ...] = (
    STATION,
    STAFF,
    GRID_CELL,
    CONTACT_RULE,
    CODE_ENTRY,
    CONDOLENCE_STANDARD,
    PENSION_STANDARD,
    DISTRICT_NOTICE,
    NOTICE_READING,
    DISTRICT_TASK,
    TASK_ANSWER,
    HOUSEHOLD,
    FAMILY_MEMBER,
    PERSON,
    PERSON_IDENTITY,
    SERVICE_RECORD,
    BANK_ACCOUNT,
    ENTITLEMENT,
    ENTITLEMENT_EVENT,
    PENSION_PAYMENT,
    VISIT,
    VISIT_ATTENDANCE,
    ROUTE_SHEET,
    ROUTE_LINE,
    CONDOLENCE_BATCH,
    CONDOLENCE_PLAN,
    CONDOLENCE_PAYMENT,
    CERTIFICATION_CYCLE,
    CYCLE_KIND,
    CERTIFICATION,
    CERTIFICATION_NOTICE,
    PLAQUE,
    PLAQUE_EVENT,
    ATTACHMENT,
    MONTH_REPORT,
    MONTH_DECISION,
    FORM_TEMPLATE,
    TEMPLATE_CELL,
    PERSON_TRANSFER,
    TRANSFER_FIELD,
    HISTORY_LINE,
    TRANSFER_ANSWER,
    YEARLY_PHRASE,
    YEARLY_FIGURE,
    CONFLICT,
)
BY_NAME: dict[str, RecordType] = {record_type.name: record_type for record_type in RECORD_TYPES}
BY_MODEL: dict[type, RecordType] = {record_type.model: record_type for record_type in RECORD_TYPES}
