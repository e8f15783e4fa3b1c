package dev.muster.format.attest.tpm.command;

import java.util.Map;

/** A response code that is not success (TPM_RC, part 2 §6.6), in words as far as a field engineer meets them. */
public record ResponseCode(int value) {
    /** Format one: the code is about the parameter, session or handle whose number stands in other bits. */
    private static final int FORMAT_ONE = 0x080;

    private static final int FORMAT_ONE_ERROR = 0x0BF;
    private static final int RETRY = 0x922;
    private static final int YIELDED = 0x908;
    private static final int TESTING = 0x90A;
    private static final int INITIALIZE = 0x100;

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(INITIALIZE, "not started, or started already"),
            Map.entry(0x101, "in failure mode: it has to be reset, or is broken"),
            Map.entry(0x143, "the command is not there"),
            Map.entry(0x902, "no room for another object"),
            Map.entry(0x903, "no room for another session"),
            Map.entry(0x921, "locked out after too many wrong authorisations"),
            Map.entry(RETRY, "busy"),
            Map.entry(0x910, "no object behind the first handle"),
            Map.entry(0x912, "no object behind the third handle"),
            Map.entry(0x084, "a value is out of range"),
            Map.entry(0x085, "the hierarchy is not enabled, or not the right one"),
            Map.entry(0x08B, "the handle is not right for this"),
            Map.entry(0x08E, "the authorisation failed"),
            Map.entry(0x09C, "the kind of key is not right for this"),
            Map.entry(0x09D, "the policy is not met"),
            Map.entry(0x09F, "the integrity check failed: this was not made for or by this TPM"),
            Map.entry(0x0A2, "the authorisation failed"));

    /** Whether the same command may succeed in a moment. */
    public boolean passing() {
        return value == RETRY || value == YIELDED || value == TESTING;
    }

    /** Whether the TPM wants TPM2_Startup first, or had it already. */
    public boolean isStartup() {
        return value == INITIALIZE;
    }

    /** The error without the number of what it is about. */
    public int error() {
        return (value & FORMAT_ONE) != 0 ? value & FORMAT_ONE_ERROR : value;
    }

    /** For people: the number, and what it means when that is known. */
    @Override
    public String toString() {
        String number = "0x" + Integer.toHexString(value);
        String words = WORDS.get(error());
        return words == null ? number : number + ": " + words;
    }
}
