-- What came back from the budget, by account: entering what does not come back writes nothing to it.
CREATE INDEX reversals ON movement (account, seq) WHERE kind = 'reverse';
