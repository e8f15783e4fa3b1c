package dev.muster.format.devices.maintenance;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the agent answers a {@link Call}.
 *
 * @param code empty when it was done, otherwise a stable reason: {@code grant-malformed}, {@code grant-untrusted}, {@code
 *     grant-early}, {@code grant-over}, {@code grant-other-device}, {@code session-over}, {@code session-busy}, {@code
 *     session-ended}, {@code proof-wrong}, {@code tool-unapproved}, {@code tool-missing}, {@code path-invalid}, {@code
 *     file-missing}, {@code file-too-large}, {@code steps-too-many}, {@code order-wrong}, {@code call-malformed}, {@code
 *     device-failed}, {@code role-forbidden}, {@code token-revoked}, {@code baseline-missing}, {@code slot-not-good}, {@code device-busy}
 * @param detail a sentence for people, may be empty
 * @param status exit status of a command
 * @param bytes what it gives back, may be empty
 */
public record Reply(String code, String detail, int status, byte[] bytes) {
    private static final long CODE = 1;
    private static final long DETAIL = 2;
    private static final long STATUS = 3;
    private static final long BYTES = 4;
    private static final int MAX_TEXT_CHARS = 2_000;
    private static final byte[] NOTHING = {};

    /** Done, with nothing to say. */
    public static Reply done() {
        return new Reply("", "", 0, NOTHING);
    }

    /** Done, with what was asked for. */
    public static Reply done(int status, byte[] bytes) {
        return new Reply("", "", status, bytes);
    }

    /** Not done. */
    public static Reply refused(String code, String detail) {
        return new Reply(
                code, detail.length() > MAX_TEXT_CHARS ? detail.substring(0, MAX_TEXT_CHARS) : detail, 0, NOTHING);
    }

    public boolean isDone() {
        return code.isEmpty();
    }

    /** Deterministic CBOR, without its length. */
    public byte[] encode() {
        return Cbor.map()
                .put(CODE, code)
                .put(DETAIL, detail)
                .put(STATUS, status)
                .put(BYTES, bytes)
                .build()
                .encoded();
    }

    /** @throws MaintenanceException when the bytes are not a reply */
    public static Reply parse(byte[] bytes) {
        try {
            CborMap map = Sealed.map(bytes, Call.MAX_BYTES);
            return new Reply(
                    Sealed.text(map, CODE, MAX_TEXT_CHARS),
                    Sealed.text(map, DETAIL, MAX_TEXT_CHARS),
                    map.require(STATUS).asInt(),
                    map.require(BYTES).asBytes());
        } catch (MaintenanceException fault) {
            throw fault;
        } catch (MalformedException fault) {
            throw new MaintenanceException(fault);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reply that
                && code.equals(that.code)
                && detail.equals(that.detail)
                && status == that.status
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, detail, status, Arrays.hashCode(bytes));
    }
}
