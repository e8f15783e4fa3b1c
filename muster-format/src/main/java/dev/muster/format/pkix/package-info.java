/**
 * Certification path validation (RFC 5280 §6.1, with RFC 5937 for constraints inside a trust anchor). One implementation
 * for everything that brings certificates: TLS peers, {@code x5chain} of COSE, {@code muster inspect}.
 *
 * <p>It is our own because the JDK's differs from the RFC where devices live: it applies dNSName constraints to common
 * names, throws unchecked exceptions for otherName and URI constraints that meet a hardware module name or a
 * {@code urn:}, and refuses critical policies with a qualifier. Signatures are still checked by the chosen providers.
 *
 * <p>Not done: building a path from unordered certificates, revocation lists and OCSP (the register knows who is out),
 * name constraints on x400Address, ediPartyName, registeredID and otherName (a certificate that such a constraint would
 * judge is refused, as §4.2.1.10 asks), and extended key usage, which is the caller's question.
 */
@NullMarked
package dev.muster.format.pkix;

import org.jspecify.annotations.NullMarked;
