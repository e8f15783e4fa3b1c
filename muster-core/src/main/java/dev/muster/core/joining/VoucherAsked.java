package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.Objects;

/**
 * A device that proved its factory identity asks for a voucher (RFC 8995 §5.2). Subject: {@code device/<id>}.
 *
 * @param maker whose device it is
 * @param serial its maker's number
 * @param nonce what the voucher is to repeat, hexadecimal; empty when it may be any
 * @param request as it came: what the maker's service is to be asked with
 */
@EntryType("joining.voucher-asked")
public record VoucherAsked(String maker, String serial, String nonce, byte[] request) implements JoiningEvent {
    @Override
    public boolean equals(Object other) {
        return other instanceof VoucherAsked that
                && maker.equals(that.maker)
                && serial.equals(that.serial)
                && nonce.equals(that.nonce)
                && Arrays.equals(request, that.request);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maker, serial, nonce, Arrays.hashCode(request));
    }
}
