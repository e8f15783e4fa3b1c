package dev.muster.format.join.voucher;

import dev.muster.format.MalformedException;

/** A voucher, or a request for one, that cannot be read. */
public final class VoucherException extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** @param path the part that is at fault, such as {@code voucher/serial-number} */
    public VoucherException(String message, String path) {
        super(message, path, -1);
    }

    public VoucherException(String message, String path, Throwable cause) {
        super(message, path, -1, cause);
    }
}
