"""The one table of limits: sizes in bytes, counts, times in seconds. Each is tested from both sides."""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    # A filing
    filing_bytes: int = 64 * 1024 * 1024
    filing_lines: int = 25_000
    line_bytes: int = 8 * 1024
    statement_bytes: int = 4 * 1024
    signature_bytes: int = 16 * 1024
    request_headers: int = 64
    body_seconds: int = 120
    # A courier's file
    file_bytes: int = 64 * 1024 * 1024
    expanded_bytes: int = 128 * 1024 * 1024
    expansion_ratio: int = 200
    archive_entries: int = 2_000
    sheets: int = 64
    rows: int = 200_000
    columns: int = 256
    cell_characters: int = 32_767
    line_characters: int = 1_000_000
    cells: int = 1_000_000
    text_bytes: int = 14 * 1024 * 1024
    message_lines: int = 500_000
    message_values: int = 800_000
    house_values: int = 2_000
    xml_bytes: int = 8 * 1024 * 1024
    xml_elements: int = 100_000
    xml_piece_bytes: int = 32 * 1024
    xml_depth: int = 32
    xml_attributes: int = 16
    settings_bytes: int = 8 * 1024
    # Documents that are given for a declaration
    document_bytes: int = 10 * 1024 * 1024
    declaration_documents: int = 20
    declaration_documents_bytes: int = 40 * 1024 * 1024
    document_name_characters: int = 150
    documents_received_at_once: int = 8
    document_piece_bytes: int = 256 * 1024
    # Attachments that are registered by themselves (HYS, HYE, MSB)
    attachment_files: int = 10
    attachments_a_day: int = 200
    """That one company registers and sends in a day of Viet Nam: what is kept of them fills a disk."""
    attachment_changes: int = 9
    attachment_remark_characters: int = 332
    attachment_remark_bytes: int = 996
    attachment_subject_characters: int = 70
    attachment_reference_characters: int = 20
    attachment_typed_characters: int = 1000
    # What customs tell a filer: as many and as long as the message for it has room for (VAD800, term-2014)
    instructions: int = 10
    instruction_characters: int = 140
    # Flights in the browser: a file, its house bills, how many a company keeps, and for how long without a change
    flight_file_bytes: int = 16 * 1024 * 1024
    flight_rows: int = 25_000
    flights_kept: int = 200
    flight_days: int = 30
    flight_chunk_rows: int = 200
    flight_rows_at_once: int = 500
    flights_judged_at_once: int = 2
    flight_judging_seconds: int = 600
    flight_judging_bytes: int = 256 * 1024 * 1024
    flight_prints_at_once: int = 200
    mend_characters: int = 2_000
    # The process that reads a courier's file
    reader_memory_bytes: int = 192 * 1024 * 1024
    reader_cpu_seconds: int = 2
    reader_cpu_seconds_per_megabyte: int = 2
    reader_waits_per_cpu_second: int = 10
    reader_answer_bytes: int = 32 * 1024 * 1024
    # A group commit
    group_lines: int = 25_000
    group_filings: int = 512
    waiting_lines: int = 200_000
    long_waiting_lines: int = 150_000
    filer_lines: int = 50_000
    # Turns: how many lines are judged between two transactions, and of one filer before it is another's turn
    turn_lines: int = 1_000
    slice_lines: int = 250
    company_milliseconds: int = 5
    # Reading of accounts: lines of forms of days, and months of accounts, that need not be folded again
    remembered_day_lines: int = 100_000
    remembered_account_months: int = 10_000
    # Judging
    remembered_likenesses: int = 16_384
    remembered_values: int = 2_048
    # Signatures and certificates
    message_bytes: int = 16 * 1024 * 1024
    certificate_bytes: int = 16 * 1024
    embedded_certificates: int = 32
    der_depth: int = 16
    signed_attributes: int = 32
    rsa_bits: int = 8_192
    chain_certificates: int = 6
    chain_attempts: int = 32
    serial_octets: int = 20
    crl_bytes: int = 32 * 1024 * 1024
    ocsp_bytes: int = 64 * 1024
    ocsp_certificates: int = 4
    revocation_grace_seconds: int = 7 * 86_400
    issuer_addresses: int = 8
    address_characters: int = 200
    wanted_answers: int = 1_000
    remembered_certificates: int = 100_000
    receipt_bytes: int = 128 * 1024
    proof_hashes: int = 40
    # Backups, and the books as a whole
    backup_part_bytes: int = 64 * 1024
    damage_listed: int = 1_000
    skipped_numbers_a_day: int = 2_000_000
    skipped_groups_a_day: int = 864_000_000
    skipped_companies_a_day: int = 1_000
    skipped_deeds_a_day: int = 864_000_000

    # What officers and operators type
    office_text_characters: int = 500

    # The signing helper of browsers
    signer_port: int = 18_911
    signer_head_bytes: int = 8 * 1024
    signer_headers: int = 40
    signer_body_bytes: int = 128 * 1024
    signer_read_seconds: int = 3
    signer_answer_seconds: int = 180
    signer_connections: int = 16
    signer_wrong_codes: int = 5

    # Following events: how many at once, how long an answer may wait, how many wait of one company and in all
    feed_events: int = 500
    feed_wait_seconds: int = 25
    feed_waiters_of_one: int = 16
    feed_waiters: int = 2_000

    # Webhooks: how many of a company, what a delivery takes, how long failures are waited out, when one is stopped
    company_webhooks: int = 3
    webhook_address_characters: int = 200
    webhook_port: int = 443
    webhook_events: int = 100
    webhook_seconds: int = 15
    webhook_answer_bytes: int = 4 * 1024
    webhook_first_wait_seconds: int = 5
    webhook_wait_seconds: int = 4 * 60 * 60
    webhook_days: int = 5
    webhook_overlap_hours: int = 24
    webhook_tolerance_seconds: int = 5 * 60
    webhooks_at_once: int = 8
    webhook_pause_seconds: int = 1

    # Passwords: what one must have, what hashing one costs, and how many are hashed at once
    password_characters_least: int = 12
    password_characters: int = 128
    password_score: int = 3
    argon2_kib: int = 19 * 1024
    argon2_passes: int = 2
    argon2_lanes: int = 1
    hash_workers: int = 2
    hashes_waiting: int = 32
    remembered_passwords: int = 10_000
    remembered_password_seconds: int = 300

    # Guessing: wrong tries that cost no wait, the longest wait, after how long without tries all is forgotten
    account_tries: int = 5
    account_wait_seconds: int = 60
    source_tries: int = 20
    source_wait_seconds: int = 30
    spray_tries: int = 10
    spray_wait_seconds: int = 60
    tries_forgotten_seconds: int = 3_600
    tries_remembered: int = 100_000
    # Requests of one network address to pages and public checks: so many at once, then so many a second
    address_burst: int = 200
    address_per_second: int = 20
    # From how many places one certificate may log in within so long before somebody is told
    certificate_places: int = 3
    certificate_places_seconds: int = 24 * 60 * 60

    # Fetching revocation data, in a process of its own
    fetch_bytes: int = 20 * 1024 * 1024
    fetch_seconds: int = 10
    list_pause_seconds: int = 900
    questions_at_once: int = 500
    officer_code_seconds: int = 7 * 24 * 60 * 60

    # What people sign in words
    deed_bytes: int = 64 * 1024
    deed_entries: int = 100
    faults_told: int = 100
    deeds_page: int = 50
    hq02_lines: int = 5_000
    day_lines_printed: int = 10_000
    refund_months: int = 12
    movement_dong: int = 10**15
    hq01_lines: int = 5_000
    hq01_bytes: int = 4 * 1024 * 1024
    """Of its lines, unpacked."""
    hq01_body_bytes: int = 2 * 1024 * 1024
    """Of a message with a list of documents, whose lines are packed."""
    transport_packages: int = 50_000
    """Of one plan of transport: each has a line on a list."""
    transport_lines_drawn: int = 5_000
    """Of the lists of one PDF: each takes 110 kB and 3 ms while it is drawn."""
    transport_bytes: int = 8 * 1024 * 1024
    """Of a declaration with its lists, unpacked."""
    transport_plans: int = 100
    """Kept between the pages that register them, the latest of each user; a packed one may be hundreds of kB."""
    transport_rows: int = 2_000
    """Of cargo, export declarations, packages and their seals together: each is judged by itself."""
    transport_steps: int = 300
    """Of one transport: seals that are entered anew, departures that are taken back. What ends it is never kept out."""
    transport_cleared_days: int = 15
    """So long before a day declarations may have been registered that are planned from as cleared."""
    transport_number_characters: int = 100
    """Of a bill, package, seal or vehicle as a file writes it; what the declaration holds is shorter."""
    transport_amendment_characters: int = 200
    transport_name_characters: int = 500
    """Of goods on a line of a list, of the enterprise and the place above it."""
    gate_held: int = 25
    """Of what arrives and of what leaves: so many a gate's page shows, and holds while there is no network."""
    gate_offline_seconds: int = 10 * 60
    """What was confirmed without network longer ago is not composed any more: it is told, and done anew."""
    gate_key_seconds: int = 10 * 60
    """So long a key that was opened at a gate signs without its file being chosen again."""
    gate_camera_seconds: int = 20
    """The camera that read nothing in this time is switched off."""
    gate_waiting: int = 20
    """What one phone keeps until the network is back."""
    declarations_together: int = 50
    deed_seconds: int = 24 * 60 * 60
    login_seconds: int = 5 * 60
    # Links of transports for drivers
    transport_links: int = 10
    """For drivers, of one transport, that are good at the same time."""
    transport_links_ever: int = 100
    """Of one transport, those that ended with them: their reports are shown together."""
    transport_link_days: int = 14
    link_reports: int = 50
    """Of a driver, by one link: whoever misuses one keeps no other from being heard."""
    transport_late_minutes: int = 60
    """For so long after a transport ended what waited in a driver's telephone is still taken."""
    link_asked: int = 60
    links_asked: int = 240
    """Of the pages behind drivers' links, by one link and by one network address, within so many seconds."""
    links_asked_seconds: int = 60
    # Pages, their forms and sessions (assumptions: no law says how long one may be logged in)
    form_bytes: int = 256 * 1024
    forms_bytes: int = 64 * 1024 * 1024
    form_fields: int = 200
    form_field_characters: int = 64 * 1024
    form_file_bytes: int = 128 * 1024
    form_seconds: int = 20
    sessions: int = 50_000
    sessions_of_one_account: int = 5
    session_idle_seconds: int = 30 * 60
    session_seconds: int = 12 * 60 * 60
    session_checked_seconds: int = 1
    # Tables: rows on a page, and how far rows are counted
    page_rows: int = 50
    rows_counted: int = 10_000
    cursor_characters: int = 1_024
    prints_asked: int = 10
    prints_asked_seconds: int = 60
    remembered_sources: int = 10_000

    # What a company applies for, and the secrets that it is given
    application_declarants: int = 50
    application_terminals: int = 50
    company_terminals: int = 500
    open_applications: int = 20
    applications_listed: int = 50
    certificates_waiting: int = 1_000
    declarations_found: int = 50
    declarations_opened: int = 500
    """How many sealed ones a page of a company's list looks into, for their master bill."""
    application_passages: int = 200
    credentials_at_once: int = 20
    terminal_key_overlap_hours: int = 24
    unseen_approvals: int = 3
    unseen_seconds: int = 600
    draws_listed: int = 31
    effects_looked_for_seconds: int = 30

    # The server
    header_bytes: int = 16 * 1024
    header_seconds: int = 10
    connections: int = 2_000
    bodies_bytes: int = 512 * 1024 * 1024
    short_body_bytes: int = 1024 * 1024
    long_bodies_bytes: int = 384 * 1024 * 1024


LIMITS = Limits()
