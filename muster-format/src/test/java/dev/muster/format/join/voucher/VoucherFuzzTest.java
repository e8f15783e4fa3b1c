package dev.muster.format.join.voucher;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a voucher or malformed; one that was read names a device and an owner. */
class VoucherFuzzTest {

    @FuzzTest
    void vouchers(byte[] bytes) {
        try {
            Voucher voucher = Voucher.parse(bytes);
            if (voucher.serial().isEmpty()
                    || (voucher.nonce().isPresent() && voucher.expires().isPresent())) {
                throw new AssertionError("a voucher for nobody, or for ever and once");
            }
        } catch (VoucherException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void requests(byte[] bytes) {
        try {
            if (VoucherRequest.parse(bytes).serial().isEmpty()) {
                throw new AssertionError("a question about nobody");
            }
        } catch (VoucherException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }
}
