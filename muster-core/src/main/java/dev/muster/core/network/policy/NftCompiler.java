package dev.muster.core.network.policy;

import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.PacketSet;

/** A table of nftables for the device itself, read back and compared before it is handed out. */
final class NftCompiler implements Compiler {
    @Override
    public String target() {
        return "nft";
    }

    @Override
    public String compile(PacketSet permitted) {
        String text = NftText.self(permitted);
        if (!NftReader.self(text).sameAs(permitted)) {
            throw new IllegalStateException("the rules do not say what the policy says");
        }
        return text;
    }
}
