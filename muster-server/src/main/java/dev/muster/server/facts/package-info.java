/**
 * Ground: the facts of every topic, kept once. What is known now stands in two tables, what was known at any time is
 * derived again from the entries, which are found by a table with one short row for each entry and subject. See {@link
 * dev.muster.server.facts.FactProjection} for what is written and {@link dev.muster.server.facts.SqlFactStore} for what is
 * read.
 *
 * <p>Specification: none.
 *
 * <p>Not done: facts of an entry whose body was erased are not part of any past view any more.
 */
@NullMarked
package dev.muster.server.facts;

import org.jspecify.annotations.NullMarked;
