/**
 * The REST interfaces of the Veraison project as its command line clients speak them (veraison/docs, {@code api/}), below
 * {@code /veraison/{org}}: challenge-response, endorsement provisioning, discovery. What differs: a session is not kept, so
 * its result comes with the answer to the evidence and is not there to be fetched again; the evidence is appraised and
 * forgotten; endorsements must be signed by a maker that is registered.
 */
@NullMarked
package dev.muster.server.attestation.veraison;

import org.jspecify.annotations.NullMarked;
