package io.dynamoplanner.power.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/**
 * Where the API server is, whom to believe that it is it, and as whom it is asked.
 *
 * @param address {@code https://host:port}, with a path where a proxy stands in front; {@code http} sends no TLS
 */
public record ApiServer(URI address, Tls tls, Credentials credentials) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    /** A connection whose other end is gone is noticed after half a minute. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 15,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 5,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

    public ApiServer {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(credentials, "credentials");
        if (address.getHost() == null || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "the address of the API server, " + address + ", is no https://host:port");
        }
    }

    /** The path in front of all others, without a slash at its end. */
    String prefix() {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private boolean isEncrypted() {
        return "https".equals(address.getScheme());
    }

    /** A TCP connection; what {@link #secure} makes of it closes with it. */
    Socket connect() throws IOException {
        var socket = new Socket();
        try {
            int port = address.getPort() >= 0 ? address.getPort() : isEncrypted() ? HTTPS : HTTP;
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            for (var option : KEEP_ALIVE.entrySet()) {
                if (socket.supportedOptions().contains(option.getKey())) {
                    socket.setOption(option.getKey(), option.getValue());
                }
            }
            socket.connect(new InetSocketAddress(host(), port), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The same connection with TLS on it, if the address asks for it. */
    Socket secure(Socket plain) throws IOException {
        if (!isEncrypted()) {
            return plain;
        }
        SSLSocket secured = (SSLSocket) tls.sockets().createSocket(plain, host(), plain.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Without the brackets of an address of IPv6. */
    private String host() {
        String host = address.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
