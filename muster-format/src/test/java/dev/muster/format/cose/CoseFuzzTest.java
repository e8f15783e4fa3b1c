package dev.muster.format.cose;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Curve;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Whatever is read writes back the same and gets a verdict; everything else is {@link MalformedException}. */
class CoseFuzzTest {
    /** The P-256 key "11" of the cose-wg examples. */
    private static final VerificationKey KEY = VerificationKey.of(Curve.P256.publicKey(
            HexFormat.of().parseHex("bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"),
            HexFormat.of().parseHex("20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e")));

    private static final CoseKey SECRET = CoseKey.symmetric(new byte[16], Optional.empty());

    /** The key of the first example of draft-ietf-cose-hpke-27 (§5.1), for both modes. */
    private static final CoseKey OWN = CoseKey.parse(HexFormat.of()
            .parseHex("a501022001"
                    + "21582002a8e3315f96bc7355dbf85740c6d8e53fb070cd8ba5c419be49a91d789ef55c"
                    + "22582096b6621abf5ca532e042dc5c346c1ef0c9186b83cb122e50a46f1458de023d35"
                    + "235820eca39300147c91a2a65d17e00ea278b57a14178245bf5686d9a404cca1816b8e"));

    @FuzzTest
    void messagesReadOrRefuse(byte[] data) {
        for (CoseProfile profile : CoseProfile.values()) {
            try {
                CoseMessage message = CoseMessage.parse(data, profile);
                if (profile == CoseProfile.STRICT
                        && !(message instanceof CoseMac)
                        && !(message instanceof CoseEncrypt)
                        && !Arrays.equals(message.encode(), data)) {
                    throw new AssertionError("bytes are not kept");
                }
                judge(message, profile);
            } catch (MalformedException refused) {
                place(refused);
            }
        }
    }

    private static void place(MalformedException refused) {
        if (!refused.path().startsWith("/")) {
            throw new AssertionError("fault without a place", refused);
        }
    }

    private static void judge(CoseMessage message, CoseProfile profile) {
        byte[] aad = {};
        CoseVerifier signatures = CoseVerifier.of(Crypto.standard(), profile);
        CoseMacVerifier macs = CoseMacVerifier.of(Crypto.standard(), profile);
        CoseCipher ciphers = CoseCipher.of(Crypto.standard(), profile);
        Countersignature.in(message.headers(), profile);
        switch (message) {
            case CoseSign1 one -> {
                signatures.verify(one, KEY);
                HashEnvelope.in(one, Optional.empty());
            }
            case CoseSign several ->
                several.signatures().forEach(each -> signatures.verify(several, each, KEY, aad, Optional.empty()));
            case CoseMac0 mac -> macs.verify(mac, SECRET, aad, Optional.empty());
            case CoseMac mac -> macs.verify(mac, RecipientKey.of(SECRET), aad, Optional.empty());
            case CoseEncrypt0 sealed -> {
                ciphers.open(sealed, SECRET, aad, Optional.empty());
                ciphers.draftHpke(HpkeContext.NONE).open(sealed, OWN, aad, Optional.empty());
            }
            case CoseEncrypt sealed -> {
                ciphers.open(sealed, RecipientKey.of(SECRET), aad, Optional.empty());
                ciphers.draftHpke(HpkeContext.NONE).open(sealed, RecipientKey.of(OWN), aad, Optional.empty());
            }
        }
    }

    @FuzzTest
    void keysReadOrRefuse(byte[] data) {
        try {
            CoseKey key = CoseKey.parse(data, CoseProfile.GENERIC);
            key.thumbprint();
            key.verificationKey();
        } catch (MalformedException refused) {
            return;
        }
    }
}
