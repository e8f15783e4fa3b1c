package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;

/**
 * An operator believes who signs a maker's vouchers (its MASA, RFC 8995 §2.3). Subject: {@code voucher-signer/<SHA-256 of the
 * certificate, hex>}.
 *
 * @param certificate DER, of the key that signs; not of an authority above it, under which devices may be as well
 * @param maker whose devices it speaks about
 */
@EntryType("joining.voucher-signer-added")
public record VoucherSignerAdded(byte[] certificate, String maker) implements JoiningEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof VoucherSignerAdded that
                && Arrays.equals(certificate, that.certificate)
                && maker.equals(that.maker);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(certificate) + maker.hashCode();
    }
}
