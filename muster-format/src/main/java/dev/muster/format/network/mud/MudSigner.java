package dev.muster.format.network.mud;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Signs a MUD file as RFC 8520 §13 says: detached, over its bytes as they are, with the registered content type. */
public final class MudSigner {
    private MudSigner() {}

    /**
     * The bytes of the {@code .p7s} beside the file.
     *
     * @param chain the signer's certificate first; the anchor may be left out
     * @throws GeneralSecurityException when the key is of a kind that cannot sign here
     */
    public static byte[] sign(byte[] file, PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                throw new GeneralSecurityException("a key of " + key.getAlgorithm() + " does not sign MUD files");
        };
        try {
            CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
            cms.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(new JcaContentSignerBuilder(algorithm).build(key), chain.getFirst()));
            cms.addCertificates(new JcaCertStore(chain));
            ASN1ObjectIdentifier type = new ASN1ObjectIdentifier(MudSignature.ID_CT_MUDTYPE);
            return cms.generate(new CMSProcessableByteArray(type, file), false).getEncoded();
        } catch (OperatorCreationException | CMSException | IOException e) {
            throw new GeneralSecurityException("not signed: " + e.getMessage(), e);
        }
    }
}
