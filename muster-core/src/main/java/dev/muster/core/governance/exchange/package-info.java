/**
 * Makers and operators: what a maker gives to those who bought its product and to nobody else, what an operator takes from
 * a maker, and what they ask one another. Each side has its own server; they know one another by keys that people brought.
 *
 * <p>Specification: none; the duties are those of NIST's online catalogue, manufacturer side, and the form is {@link
 * dev.muster.format.audit.exchange}.
 *
 * <p>Not done: customers of customers (a dealer passes papers on by itself), prices in a form that is computed with.
 */
@NullMarked
package dev.muster.core.governance.exchange;

import org.jspecify.annotations.NullMarked;
