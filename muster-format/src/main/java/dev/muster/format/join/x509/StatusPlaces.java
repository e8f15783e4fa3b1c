package dev.muster.format.join.x509;

import java.io.IOException;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where a certificate says that its state can be asked for (RFC 5280 §4.2.1.13 and §4.2.2.1).
 *
 * @param ocsp URL of the responder
 * @param list URL of the revocation list that would name it; the list's distribution point says the same
 */
public record StatusPlaces(String ocsp, String list) {

    void addTo(ExtensionsGenerator extensions) throws IOException {
        extensions.addExtension(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(ocsp)));
        extensions.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(points(list)));
    }

    static DistributionPoint[] points(String url) {
        return new DistributionPoint[] {new DistributionPoint(name(url), null, null)};
    }

    static DistributionPointName name(String url) {
        return new DistributionPointName(new GeneralNames(uri(url)));
    }

    private static GeneralName uri(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }
}
