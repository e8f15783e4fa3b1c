/**
 * Who may do what to devices, products and papers, in which order, and with whose consent: one engine, and machines that
 * are data. A machine has states, transitions with guards, fields that they need, roles, separation of duties and timers.
 * Every transition is an entry with its actor, its reason and both times.
 *
 * <p>To add a machine, add rows to {@code machines.tsv}, {@code fields.tsv}, {@code transitions.tsv} and {@code
 * timers.tsv}; {@code rows.tsv} says which requirement a part of it answers.
 *
 * <p>Specification: none; the machines follow the duties of the non-technical half of NIST's online catalogue (2020) and,
 * for cases, the clocks of Regulation (EU) 2024/2847 Article 14.
 *
 * <p>Not done: files beside a record (it keeps digests), conversion between currencies.
 */
@NullMarked
package dev.muster.core.governance;

import org.jspecify.annotations.NullMarked;
