"""The parts of the books that say who is registered: for whoever writes, and for whoever reads."""

from collections.abc import Callable

import apsw

from thongquan.storage.accounts import SqliteAccounts
from thongquan.storage.applications import SqliteApplications
from thongquan.storage.certificates import SqliteCertificates
from thongquan.storage.closings import SqliteClosings
from thongquan.storage.completed_lists import SqliteCompletedLists
from thongquan.storage.declarations import SqliteDeclarations
from thongquan.storage.deeds import SqliteDeeds
from thongquan.storage.delegations import SqliteDelegations
from thongquan.storage.deposits import SqliteDeposits
from thongquan.storage.document_lists import SqliteDocumentLists
from thongquan.storage.documents import SqliteDocuments
from thongquan.storage.draws import SqliteDraws
from thongquan.storage.feed import SqliteFeed
from thongquan.storage.officers import SqliteOfficers
from thongquan.storage.own_declarations import SqliteOwnDeclarations
from thongquan.storage.part import nobody
from thongquan.storage.refunds import SqliteRefunds
from thongquan.storage.registered_attachments import SqliteRegisteredAttachments
from thongquan.storage.sealing import Vault
from thongquan.storage.statements import SqliteStatements
from thongquan.storage.terminals import SqliteTerminals
from thongquan.storage.transport_links import SqliteTransportLinks
from thongquan.storage.transports import SqliteTransports
from thongquan.storage.webhooks import SqliteWebhooks


class SqliteRegister:
    """Implements `authority.ports.Register`. `changed` is told whenever what a filing is judged by may differ."""

    def __init__(self, connection: apsw.Connection, vault: Vault, changed: Callable[[], None] = nobody) -> None:
        self.deeds = SqliteDeeds(connection, vault)
        self.certificates = SqliteCertificates(connection, vault, changed)
        self.accounts = SqliteAccounts(connection, vault, changed)
        self.applications = SqliteApplications(connection, vault)
        self.terminals = SqliteTerminals(connection, vault)
        self.delegations = SqliteDelegations(connection, vault)
        self.deposits = SqliteDeposits(connection, vault)
        self.closings = SqliteClosings(connection, vault)
        self.statements = SqliteStatements(connection, vault)
        self.refunds = SqliteRefunds(connection, vault)
        self.documents = SqliteDocuments(connection, vault)
        self.attachments = SqliteRegisteredAttachments(connection, vault)
        self.officers = SqliteOfficers(connection, vault, changed)
        self.draws = SqliteDraws(connection, vault)
        self.declarations = SqliteDeclarations(connection, vault)
        self.own_declarations = SqliteOwnDeclarations(connection, vault)
        self.feed = SqliteFeed(connection, vault)
        self.webhooks = SqliteWebhooks(connection, vault)
        self.completed_lists = SqliteCompletedLists(connection, vault)
        self.document_lists = SqliteDocumentLists(connection, vault)
        self.transports = SqliteTransports(connection, vault)
        self.transport_links = SqliteTransportLinks(connection, vault)
