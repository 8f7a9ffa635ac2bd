using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Limits;
using Microsoft.AspNetCore.Http.Features;

namespace EdgarApi.Api.Callers;

/// <summary>
/// Callers without a key, told apart by address: of IPv6 by the first 64 bits, which is what one client is given. The addresses that asked last are remembered,
/// so that each of their requests has the same object.
/// </summary>
internal sealed class AddressCallers(TierCatalog tiers)
{
    private const int MaxAddresses = 50_000;

    /// <summary>Where the server does not tell the address, all share one.</summary>
    private readonly Caller unknown = new("address:unknown", tiers.Public, KeyScope.None);

    private readonly RecentlyUsedCache<ClientAddress, Caller> known = new(MaxAddresses);

    public Caller GetCaller(HttpContext context)
    {
        if (context.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress is not { } address) return unknown;
        var client = ClientAddress.From(address);
        return known.Find(client) ?? known.Add(client, new Caller($"address:{client}", tiers.Public, KeyScope.None));
    }
}

/// <summary>What of an address tells one client from another.</summary>
internal readonly record struct ClientAddress(bool IsV6, ulong Bits)
{
    private const int PrefixBits = 64;

    public static ClientAddress From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        // An IPv4 address in IPv6's clothes is the same client as without.
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
