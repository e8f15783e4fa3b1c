/**
 * What leaves the house in forms that others read: OSCAL 1.1.3 in JSON (NIST; catalog, profile, component definition,
 * assessment plan, assessment results, plan of action and milestones), and sheets (conformance statement and extra
 * information of ETSI TS 103 701, evidence by mechanism of EN 18031, a skeleton of the technical file of the CRA) as HTML
 * and CSV. Everything is made of the catalogue, the posture and the facts at one time: the same time gives the same bytes.
 *
 * <p>Not done: system security plans and mappings of OSCAL; texts of standards, which are nobody's to copy.
 */
@NullMarked
package dev.muster.core.assurance.export;

import org.jspecify.annotations.NullMarked;
