package dev.muster.core.attestation.schemes;

import dev.muster.format.attest.tpm.PcrValues;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.testing.SwTpm;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quotes of a simulated TPM, made with tpm2-tools. */
final class TestQuotes {
    private static final Pattern VALUE = Pattern.compile("(\\d+)\\s*: 0x([0-9A-F]{64})");

    private TestQuotes() {}

    static SortedMap<Integer, byte[]> values(SwTpm tpm, String pcrs) throws Exception {
        tpm.tool("tpm2_pcrread", pcrs);
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        Matcher found = VALUE.matcher(tpm.said());
        while (found.find()) {
            values.put(
                    Integer.parseInt(found.group(1)),
                    HexFormat.of().parseHex(found.group(2).toLowerCase(Locale.ROOT)));
        }
        return values;
    }

    /** @param pub file of the key's public area */
    static TpmEvidence quote(SwTpm tpm, byte[] nonce, String key, String pub, String pcrs, byte[] log)
            throws Exception {
        String asked = HexFormat.of().formatHex(nonce);
        tpm.tool("tpm2_quote", "-c", key, "-l", pcrs, "-q", asked, "-m", "q.msg", "-s", "q.sig", "-g", "sha256");
        return new TpmEvidence(
                tpm.file("q.msg"),
                tpm.file("q.sig"),
                new PcrValues(Map.of(TpmHash.SHA256, values(tpm, pcrs))),
                tpm.file(pub),
                Optional.of(log),
                Optional.empty());
    }
}
