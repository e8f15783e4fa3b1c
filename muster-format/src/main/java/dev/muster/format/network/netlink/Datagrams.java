package dev.muster.format.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the kernel sends, taken apart into its messages. */
public final class Datagrams {
    private Datagrams() {}

    /** The question how many transactions there were ({@code NFT_MSG_GETGEN}). */
    public static byte[] generation() {
        return Messages.question(Codes.GET_GENERATION, 0);
    }

    /**
     * The number in its answer.
     *
     * @throws NetlinkException when it is none
     */
    public static int generation(byte[] datagram) {
        int[] found = new int[1];
        messages(datagram, (type, flags, sequence, bytes, from, to) -> {
            if (type != (Messages.SUBSYSTEM | Codes.NEW_GENERATION)) {
                throw new NetlinkException("no generation but a message " + type, "/netlink");
            }
            found[0] = new Attributes(bytes, from + 4, to, "/generation").number(1);
            return false;
        });
        return found[0];
    }

    /**
     * The messages in what the kernel sent, one after another.
     */
    public interface Message {
        /** @return whether to go on */
        boolean take(int type, int flags, int sequence, byte[] bytes, int from, int to);
    }

    /** Takes what one datagram holds apart. */
    public static boolean messages(byte[] datagram, Message each) {
        ByteBuffer all = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        int at = 0;
        while (at + Messages.HEADER_BYTES <= datagram.length) {
            int length = all.getInt(at);
            if (length < Messages.HEADER_BYTES || at + length > datagram.length) {
                throw new NetlinkException("a message of " + length + " bytes", "/netlink");
            }
            int type = Short.toUnsignedInt(all.getShort(at + 4));
            int flag = Short.toUnsignedInt(all.getShort(at + 6));
            if (!each.take(type, flag, all.getInt(at + 8), datagram, at + Messages.HEADER_BYTES, at + length)) {
                return false;
            }
            at += (length + 3) & ~3;
        }
        return true;
    }
}
