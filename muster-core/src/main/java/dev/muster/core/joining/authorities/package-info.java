/**
 * The authorities of an organisation: a root, and below it those for devices, for attestation keys and for what the
 * organisation itself shows. How one generation of them follows another while devices go on working, and who may say so.
 *
 * <p>A generation is announced (both are accepted, the old one issues), put in force (the new one issues, the old one is
 * accepted) and the old one retired when nothing lives under it any more. Keys are the server's business; here is what the
 * ledger says.
 */
@NullMarked
package dev.muster.core.joining.authorities;

import org.jspecify.annotations.NullMarked;
