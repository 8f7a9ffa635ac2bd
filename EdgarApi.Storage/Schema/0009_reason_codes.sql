-- Null for values that were stored before reasons had codes.
alter table metric_values add column reason_code text;
