/**
 * Which requirement is supported by which evidence. A pure fold: entries become facts (through each topic's
 * {@link dev.muster.core.ledger.FactRule}), the latest facts of a device, its product and its organisation are judged
 * by {@link Check}s, and the {@link Catalogue} links the findings to requirements, which gives {@link Verdict}s.
 *
 * <p>To add a requirement or a whole framework, add rows to a data file beside the {@code catalogue.index} resource and
 * name the file there; no code. To add a check, add one small class in {@code core.<topic>.checks}, list it there in
 * {@code …Checks}, and link it in {@code links.tsv}.
 *
 * <p>Specification: none; the catalogue holds ids of the Device Security part of NIST's online IoT catalogue (edition of
 * 2020), NIST's core baseline, ENISA's baseline recommendations, ETSI EN 303 645 V2.1.1 and the seven properties of highly
 * secured devices, each with a paraphrase of our own. The words are deliberately careful: evidence supports a requirement or does not; nothing here says that a device
 * conforms to a standard.
 *
 * <p>Not done: requirements answered by documents and workflows (they are Unknown, with the evidence that would raise
 * them), OSCAL export, several versions of one framework side by side.
 */
@NullMarked
package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import org.jspecify.annotations.NullMarked;
