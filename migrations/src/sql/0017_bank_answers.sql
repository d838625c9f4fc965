-- What the bank says of a file: of the whole of it, and of each transfer that it refuses. The same message counts once.
CREATE TABLE bank_answer (
    id UUID PRIMARY KEY,
    hand_over_id UUID NOT NULL REFERENCES hand_over (id),
    payment_order_id UUID REFERENCES payment_order (id),
    message TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    received_at INSTANT NOT NULL
)
;;
CREATE INDEX bank_answer_hand_over ON bank_answer (hand_over_id)
;;
CREATE INDEX bank_answer_order ON bank_answer (payment_order_id)
;;
CREATE UNIQUE INDEX bank_answer_once ON bank_answer (hand_over_id, message) WHERE payment_order_id IS NULL
;;
