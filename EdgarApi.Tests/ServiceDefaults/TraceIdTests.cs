using System.Diagnostics;
using EdgarApi.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.ServiceDefaults;

public sealed class TraceIdTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private readonly DefaultHttpContext _context = new() { TraceIdentifier = "0HNQDC32IFGBN:00000001" };

    public TraceIdTests() => Activity.Current = null;

    [Fact]
    public void A_request_that_is_not_sampled_has_one_id_in_the_form_of_a_trace()
    {
        var id = _context.GetTraceId();
        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(id, _context.GetTraceId());
        Assert.Equal(id, _context.TraceIdentifier);
        Assert.NotEqual(id, new DefaultHttpContext().GetTraceId());
    }

    [Theory]
    [InlineData($"00-{Trace}-b7ad6b7169203331-01", true)]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00", false)]
    [InlineData("zz", false)]
    [InlineData("", false)]
    public void A_valid_traceparent_gives_the_id(string traceparent, bool isValid)
    {
        _context.Request.Headers.TraceParent = traceparent;
        var id = _context.GetTraceId();
        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Equal(isValid, id == Trace);
    }
}
