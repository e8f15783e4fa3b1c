package dev.muster.format.join.x509;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Any bytes are a request or malformed, never anything else; what is read keeps its bytes. */
class CertificationRequestFuzzTest {

    @FuzzTest
    void requests(byte[] bytes) {
        try {
            CertificationRequest request = CertificationRequest.parse(bytes);
            request.provesPossession();
            if (!Arrays.equals(request.encode(), bytes)) {
                throw new AssertionError("a request that was read has other bytes");
            }
        } catch (X509Exception malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void certificates(byte[] bytes) {
        try {
            FactoryIdentity.read(CertificateReader.parse(bytes));
        } catch (X509Exception malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }
}
