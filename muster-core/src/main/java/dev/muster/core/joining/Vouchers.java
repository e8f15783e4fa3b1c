package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is kept of vouchers, for one organisation. */
public interface Vouchers {
    /** Each one is tried for each voucher. */
    int MAX_SIGNERS = 64;

    /** Vouchers that an organisation may have; the devices of a large maker's pallet many times over. */
    int MAX_VOUCHERS = 100_000;

    /** Devices whose question for a voucher is kept. */
    int MAX_ASKED = 10_000;

    /** Who signs the vouchers of a maker. */
    record Signer(String fingerprint, X509Certificate certificate, String maker) {
        /** Subject kind of its entries. */
        public static final String KIND = "voucher-signer";

        public static Signer of(X509Certificate certificate, String maker) {
            return new Signer(Fingerprint.of(certificate), certificate, maker);
        }
    }

    /**
     * A voucher that was taken.
     *
     * @param digest SHA-256 of its bytes, hexadecimal
     * @param bytes as they came
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Kept(String maker, String serial, String digest, String signer, Instant until, byte[] bytes) {
        /** Subject kind of its entry. */
        public static final String KIND = "voucher";
    }

    /**
     * What a device asked for last.
     *
     * @param nonce hexadecimal, empty when it gave none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Asked(DeviceId device, String maker, String serial, String nonce, byte[] request, Instant since) {}

    /** Who is believed. */
    List<Signer> signers();

    /** The voucher for a maker's device, unless its signer is believed no longer. */
    Optional<Kept> voucher(String maker, String serial);

    /** How many vouchers there are. */
    long count();

    /** What a device asked for and got no voucher for yet. */
    Optional<Asked> asked(String maker, String serial);

    /** How many devices asked. */
    long askedCount();
}
