package io.dynamoplanner.power.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.testing.Await;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real gRPC server on a real socket plays the kubelet. */
class PodResourcesTest {
    private static final byte[] ANSWER = pods(
            pod("serving", "a", "nvidia.com/gpu", "GPU-0", "GPU-1"),
            pod("serving", "b", "nvidia.com/gpu.shared", "GPU-2::0"),
            pod("other", "c", "nvidia.com/gpu.shared", "GPU-2::1"),
            pod("other", "d", "nvidia.com/mig-1g.10gb", "MIG-5"));

    @TempDir
    private Path folder;

    private static byte[] field(int number, byte[]... values) {
        var out = new ByteArrayOutputStream();
        for (byte[] value : values) {
            out.write((number << 3) | 2);
            for (int rest = value.length; ; rest >>>= 7) {
                out.write(rest < 128 ? rest : (rest & 127) | 128);
                if (rest < 128) {
                    break;
                }
            }
            out.writeBytes(value);
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] pod(String namespace, String name, String resource, String... ids) {
        byte[] devices = field(1, text(resource));
        for (String id : ids) {
            devices = joined(devices, field(2, text(id)));
        }
        byte[] cpus = {3 << 3, 5};
        byte[] container = joined(field(1, text("main")), field(2, devices), cpus);
        return joined(field(1, text(name)), field(2, text(namespace)), field(3, container));
    }

    private static byte[] pods(byte[]... pods) {
        return field(1, pods);
    }

    @Test
    void devicesAreToldWithTheirPods() {
        assertThat(PodResourcesMessage.podsByDevice(ANSWER))
                .isEqualTo(Map.of(
                        "GPU-0", Set.of("serving/a"),
                        "GPU-1", Set.of("serving/a"),
                        "GPU-2", Set.of("serving/b", "other/c"),
                        "MIG-5", Set.of("other/d")));
        assertThat(PodResourcesMessage.podsByDevice(new byte[0])).isEmpty();
    }

    @Test
    void anAnswerThatIsCutOffIsRefused() {
        byte[] cut = new byte[ANSWER.length - 3];
        System.arraycopy(ANSWER, 0, cut, 0, cut.length);

        assertThatThrownBy(() -> PodResourcesMessage.podsByDevice(cut)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesOfAnyKindAreReadOrRefusedAndNothingElse() {
        var random = new Random(4711);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                PodResourcesMessage.podsByDevice(bytes);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("kubelet");
            }
        }
    }

    @Test
    void theKubeletIsAskedAndAskedAgainAfterItWasAway() throws Exception {
        Path socket = folder.resolve("k.sock");
        try (var kubelet = new PodResources(socket, Duration.ofSeconds(20))) {
            assertThat(kubelet.read())
                    .isInstanceOfSatisfying(
                            Allocations.Reading.NotAvailable.class,
                            answer -> assertThat(answer.why()).contains(socket.toString()));
            for (int start = 0; start < 2; start++) {
                Files.deleteIfExists(socket);
                Server server = serve(socket);
                Await.until("answer of the kubelet", () -> kubelet.read() instanceof Allocations.Reading.Known);
                assertThat(kubelet.read())
                        .isEqualTo(new Allocations.Reading.Known(PodResourcesMessage.podsByDevice(ANSWER)));
                server.shutdownNow();
                assertThat(server.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static Server serve(Path socket) throws IOException {
        var bytes = new MethodDescriptor.Marshaller<byte[]>() {
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
        };
        var list = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("v1.PodResourcesLister/List")
                .setRequestMarshaller(bytes)
                .setResponseMarshaller(bytes)
                .build();
        var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(ServerServiceDefinition.builder("v1.PodResourcesLister")
                        .addMethod(list, ServerCalls.asyncUnaryCall((request, observer) -> {
                            observer.onNext(ANSWER);
                            observer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
    }
}
