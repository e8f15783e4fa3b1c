package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A voucher of a maker says that a device belongs here; it takes the place of one for the same device. Subject: {@code
 * voucher/<SHA-256 of the voucher, hex>}.
 *
 * @param maker whose device it is
 * @param serial its maker's number
 * @param signer digest of the certificate whose key signed it
 * @param until when it ends
 * @param voucher as it came (RFC 8366)
 */
@EntryType("joining.voucher-taken")
public record VoucherTaken(String maker, String serial, String signer, Instant until, byte[] voucher)
        implements JoiningEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof VoucherTaken that
                && maker.equals(that.maker)
                && serial.equals(that.serial)
                && signer.equals(that.signer)
                && until.equals(that.until)
                && Arrays.equals(voucher, that.voucher);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maker, serial, signer, until, Arrays.hashCode(voucher));
    }
}
