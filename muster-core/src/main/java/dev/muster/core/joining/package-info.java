/**
 * Joining: who may become a device here, and which certificate it gets. The rules behind EST (RFC 7030, RFC 8951) with
 * factory identities (IDevID) and local identities (LDevID) of IEEE 802.1AR-2018; the rules know nothing of HTTP.
 *
 * <p>A device shows the certificate of its maker. Its chain must end at an anchor that this organisation registered for
 * that maker, it must name a product on the register, and nobody else may hold the device: it is owned by the key of its
 * local identity until an operator releases it. What the certificate then says is decided here
 * ({@link dev.muster.core.joining.LocalIdentity}); a request only brings a key.
 *
 * <p>A device that gets its first certificate is in the state {@code joining}, and stays there until its first affirming
 * evidence, or a person's word, puts it in service: who it is says nothing about what it runs.
 *
 * <p>Which devices of an accepted maker may join is the anchor's policy ({@link dev.muster.core.joining.Admission}). A
 * device without a factory identity joins by a {@link dev.muster.core.joining.Token} that is good once.
 *
 * <p>Not done: vouchers (BRSKI, FDO), certificates from more than one authority of an organisation at a time.
 */
@NullMarked
package dev.muster.core.joining;

import org.jspecify.annotations.NullMarked;
