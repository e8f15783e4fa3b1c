package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A maker's description was taken in. Subject: {@code mud/<URL under which devices name it>}.
 *
 * @param digest SHA-256 of the file, hex
 * @param file its bytes as they were received
 * @param signature the detached CMS beside it, DER; empty when there was none
 * @param signer subject of the signer's certificate (RFC 2253); empty when nobody signed
 * @param authority issuer of that certificate
 * @param registeredType whether the signature's content type is the registered one; {@code data} is met in the field
 * @param fresh until when it need not be asked for again
 * @param from {@code maker} when it was fetched, {@code person} when somebody brought it
 * @param waits whether a person has to approve it before it is in force
 * @param why why it waits; empty when it does not
 * @param more what it permits more than the one before, a sentence each, the first of them
 */
@EntryType("network.mud-taken")
public record MudTaken(
        String digest,
        byte[] file,
        byte[] signature,
        String signer,
        String authority,
        boolean registeredType,
        Instant fresh,
        String from,
        boolean waits,
        String why,
        List<String> more)
        implements NetworkEvent {
    public MudTaken {
        more = List.copyOf(more);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MudTaken that
                && digest.equals(that.digest)
                && Arrays.equals(file, that.file)
                && Arrays.equals(signature, that.signature)
                && signer.equals(that.signer)
                && authority.equals(that.authority)
                && registeredType == that.registeredType
                && fresh.equals(that.fresh)
                && from.equals(that.from)
                && waits == that.waits
                && why.equals(that.why)
                && more.equals(that.more);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest, signer, fresh, waits);
    }
}
