using System.Net;
using EdgarApi.Accounts;
using EdgarApi.Api.Callers;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Api.Callers;

public sealed class AddressCallersTests
{
    private readonly AddressCallers _callers = new(new TierCatalog());

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::7.0.0.1", "7.0.0.1", false)]
    public void A_client_is_an_IPv4_address_or_the_first_half_of_an_IPv6_address(string one, string other, bool same) =>
        Assert.Equal(same, ReferenceEquals(CallerAt(one), CallerAt(other)));

    [Theory]
    [InlineData("203.0.113.7", "address:203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64")]
    [InlineData(null, "address:unknown")]
    public void A_clients_bucket_is_its_address_and_its_tier_is_public(string? address, string bucket)
    {
        var caller = CallerAt(address);
        Assert.Equal((bucket, "public", false), (caller.Bucket, caller.Tier.Name, caller.HasKey));
    }

    private Caller CallerAt(string? address) =>
        _callers.GetCaller(new DefaultHttpContext { Connection = { RemoteIpAddress = address is null ? null : IPAddress.Parse(address) } });
}
