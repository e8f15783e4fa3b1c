-- How long devices took from the offer to the proof is read from the index alone.
create index update_target_latency on update_target (org, rollout, state, offered_at, settled_at);
drop index update_target_state;
