package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * COSE_recipient (RFC 9052 §5.1): how one recipient finds the key of the layer above.
 *
 * @param ciphertext the wrapped key; empty when it is null or derived
 * @param recipients how to find this recipient's own key, for more than two layers
 */
public record Recipient(CoseHeaders headers, Optional<byte[]> ciphertext, List<Recipient> recipients) {
    /** Most recipients on one layer: each is a possible public-key operation. */
    static final int MOST = 64;

    static List<Recipient> list(Cbor item, CoseProfile profile) {
        CborArray array = item.asArray();
        if (array.size() == 0 || array.size() > MOST) {
            throw new CoseException(array.size() + " recipients", "/recipients", item.offset());
        }
        List<Recipient> found = new ArrayList<>(array.size());
        for (Cbor each : array) {
            found.add(read(each.asArray(), profile));
        }
        return List.copyOf(found);
    }

    private static Recipient read(CborArray array, CoseProfile profile) {
        if (array.size() != 3 && array.size() != 4) {
            throw new CoseException("recipient of " + array.size() + " items", "/recipients", array.offset());
        }
        Cbor ciphertext = array.get(2);
        return new Recipient(
                CoseHeaders.read(array, profile),
                ciphertext.isNull() || ciphertext.asBytes().length == 0
                        ? Optional.empty()
                        : Optional.of(ciphertext.asBytes()),
                array.size() == 4 ? list(array.get(3), profile) : List.of());
    }

    static void write(List<Recipient> recipients, CborWriter out) {
        out.array(recipients.size());
        recipients.forEach(recipient -> recipient.write(out));
    }

    private void write(CborWriter out) {
        out.array(recipients.isEmpty() ? 3 : 4).bytes(headers.protectedBytes()).item(headers.unprotected());
        out.bytes(ciphertext.orElse(new byte[0]));
        if (!recipients.isEmpty()) {
            write(recipients, out);
        }
    }

    /** The algorithm, from either map: AES key wrap and direct have no protected header (RFC 9052 §8.5). */
    Optional<RecipientAlgorithm> algorithm() {
        return headers.any(HeaderLabel.ALG)
                .filter(id -> id instanceof CborInteger number
                        && number.asBigInteger().bitLength() < Long.SIZE)
                .flatMap(id -> RecipientAlgorithm.of(id.asLong()));
    }
}
