using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using Microsoft.AspNetCore.Http.Features;

namespace EdgarApi.Api.Callers;

/// <summary>
/// Callers without a key, identified by IP address. IPv6 clients are identified by their first 64 bits, the usual allocation of one client.
/// The most recent callers are cached so that all requests of an address share one object.
/// </summary>
internal sealed class AddressCallers(TierCatalog tiers)
{
    private const int MaxAddresses = 50_000;

    /// <summary>The shared caller of requests without a known address.</summary>
    private readonly Caller _unknown = new("address:unknown", tiers.Public, KeyScope.None);

    private readonly RecentlyUsedCache<ClientAddress, Caller> _known = new(MaxAddresses);

    public Caller GetCaller(HttpContext context)
    {
        if (context.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress is not { } address) return _unknown;
        var client = ClientAddress.From(address);
        return _known.Find(client) ?? _known.Add(client, new Caller($"address:{client}", tiers.Public, KeyScope.None));
    }
}

/// <summary>The part of an IP address that identifies a client.</summary>
internal readonly record struct ClientAddress(bool IsV6, ulong Bits)
{
    private const int PrefixBits = 64;

    public static ClientAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        // IPv4-mapped IPv6 addresses count as IPv4.
        if (length == 4) return new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return address.IsIPv4MappedToIPv6
            ? new(false, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new(true, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, IsV6 ? Bits : Bits << 32);
        var address = new IPAddress(IsV6 ? bytes : bytes[..4]);
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"{address}/{PrefixBits}" : address.ToString();
    }
}
