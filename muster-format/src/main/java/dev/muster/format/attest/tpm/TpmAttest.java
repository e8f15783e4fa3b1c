package dev.muster.format.attest.tpm;

import java.util.List;

/**
 * What a TPM attests (TPMS_ATTEST, part 2 §10.12.12). The magic value has been checked: a restricted key signs nothing that
 * begins with it unless the TPM made it.
 *
 * @param qualifiedSigner qualified name of the key that signed
 * @param extraData what the asker gave along: the nonce
 * @param clock milliseconds that the TPM was powered
 * @param resetCount times the TPM was reset; a reboot is a reset
 * @param restartCount times it was restarted or resumed
 * @param safe false: the clock may have gone back
 * @param firmwareVersion the vendor's; obfuscated, like the counters, unless the key is in the endorsement hierarchy
 */
public record TpmAttest(
        byte[] qualifiedSigner,
        byte[] extraData,
        long clock,
        int resetCount,
        int restartCount,
        boolean safe,
        long firmwareVersion,
        Attested attested) {
    /** TPM_GENERATED_VALUE. */
    private static final int MAGIC = 0xFF544347;

    private static final int NV = 0x8014;
    private static final int CERTIFY = 0x8017;
    private static final int QUOTE = 0x8018;
    private static final int TIME = 0x8019;
    private static final int CREATION = 0x801A;
    private static final int NV_DIGEST = 0x801C;

    /** The part that differs by kind. */
    public sealed interface Attested {
        /** @param digest over the values of the selected PCRs, bank by bank, in ascending order */
        record Quote(List<PcrSelection> selection, byte[] digest) implements Attested {
            public Quote {
                selection = List.copyOf(selection);
            }
        }

        /** Another key of the same TPM, by name and qualified name. */
        record Certify(byte[] name, byte[] qualifiedName) implements Attested {}

        /** A key that was created, and the hash of how. */
        record Creation(byte[] name, byte[] creationHash) implements Attested {}

        /** Content of an NV index. */
        record Nv(byte[] indexName, int offset, byte[] contents) implements Attested {}

        /** The hash of an NV index. */
        record NvDigest(byte[] indexName, byte[] digest) implements Attested {}

        /** The time, once more. */
        record Time(long time, long clock, int resetCount, int restartCount, boolean safe, long firmwareVersion)
                implements Attested {}
    }

    /** @throws TpmException when the bytes are not one attestation that a TPM made */
    public static TpmAttest parse(byte[] bytes) {
        TpmCursor in = TpmCursor.of(bytes);
        if (in.i32("magic") != MAGIC) {
            throw new TpmException("no TPM made this: the magic value is missing", "/magic", 0);
        }
        int type = in.u16("type");
        byte[] signer = in.sized("qualifiedSigner");
        byte[] extra = in.sized("extraData");
        long clock = in.i64("clockInfo/clock");
        int resets = in.i32("clockInfo/resetCount");
        int restarts = in.i32("clockInfo/restartCount");
        boolean safe = yes(in, "clockInfo/safe");
        long firmware = in.i64("firmwareVersion");
        TpmAttest read = new TpmAttest(signer, extra, clock, resets, restarts, safe, firmware, attested(in, type));
        in.end("attestation");
        return read;
    }

    private static boolean yes(TpmCursor in, String field) {
        int value = in.u8(field);
        if (value > 1) {
            throw in.fault("a TPMI_YES_NO is 0 or 1, not " + value, field);
        }
        return value == 1;
    }

    private static Attested attested(TpmCursor in, int type) {
        return switch (type) {
            case QUOTE -> new Attested.Quote(PcrSelection.list(in), in.sized("pcrDigest"));
            case CERTIFY -> new Attested.Certify(in.sized("name"), in.sized("qualifiedName"));
            case CREATION -> new Attested.Creation(in.sized("objectName"), in.sized("creationHash"));
            case NV -> new Attested.Nv(in.sized("indexName"), in.u16("offset"), in.sized("nvContents"));
            case NV_DIGEST -> new Attested.NvDigest(in.sized("indexName"), in.sized("nvDigest"));
            case TIME ->
                new Attested.Time(
                        in.i64("time"),
                        in.i64("time/clock"),
                        in.i32("time/resetCount"),
                        in.i32("time/restartCount"),
                        yes(in, "time/safe"),
                        in.i64("time/firmwareVersion"));
            default ->
                throw new TpmException(
                        "no kind of attestation has the number 0x" + Integer.toHexString(type), "/type", 4);
        };
    }
}
