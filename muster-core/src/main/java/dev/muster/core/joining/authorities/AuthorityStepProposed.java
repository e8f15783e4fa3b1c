package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;

/**
 * Somebody asks for a step with the authorities that needs another person's word. Subject: {@code
 * authority-step/<UUID>}.
 *
 * @param argument as in {@link Step}
 * @param reason for people
 */
@EntryType("joining.authority-step-proposed")
public record AuthorityStepProposed(Step step, String argument, String reason) implements AuthorityEvent {}
