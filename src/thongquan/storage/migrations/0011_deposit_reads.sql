-- Movements of one kind are looked for in an account where most are charges of green declarations. Those have no entry
-- here, so that accepting them writes none.
CREATE INDEX movements_of_kind ON movement (account, kind, seq) WHERE kind <> 'charge';
