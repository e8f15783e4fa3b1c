package dev.muster.core.assurance;

import dev.muster.core.facts.Check;

/**
 * One limb of a verdict's derivation.
 *
 * @param link why the check bears on the requirement
 * @param check the check
 * @param finding what it finds
 */
public record Branch(Link link, Check check, Finding finding) {}
