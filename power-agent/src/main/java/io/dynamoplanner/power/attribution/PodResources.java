package io.dynamoplanner.power.attribution;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks the kubelet by its socket which devices it has given to which pods. The socket is made again when the kubelet starts
 * again, so its directory has to be mounted, not the socket. Loaded only where a socket is configured: its libraries take
 * memory.
 */
public final class PodResources implements Allocations {
    private static final MethodDescriptor<byte[], byte[]> LIST = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("v1.PodResourcesLister/List")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    private static final byte[] EVERYTHING = new byte[0];
    /** A node has a few hundred pods. */
    private static final int MOST_BYTES = 16 << 20;

    private final Path socket;
    private final Duration patience;
    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    /**
     * Nothing is sent yet.
     *
     * @param socket {@code /var/lib/kubelet/pod-resources/kubelet.sock} on most nodes
     * @param patience how long an answer may take
     */
    public PodResources(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
        this.loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MOST_BYTES)
                .build();
    }

    /** Messages as they are on the wire. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Reading read() {
        // the next question is asked at once, however long the kubelet was away
        channel.resetConnectBackoff();
        try {
            byte[] answer = ClientCalls.blockingUnaryCall(
                    channel,
                    LIST,
                    CallOptions.DEFAULT.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS),
                    EVERYTHING);
            return new Reading.Known(PodResourcesMessage.podsByDevice(answer));
        } catch (StatusRuntimeException | IllegalArgumentException | UncheckedIOException e) {
            return new Reading.NotAvailable("the kubelet does not answer at " + socket + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
