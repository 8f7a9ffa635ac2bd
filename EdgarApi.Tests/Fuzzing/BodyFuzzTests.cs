using System.Net;
using System.Text;
using CsCheck;
using EdgarApi.Accounts;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Sessions;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>
/// Malformed bodies for every endpoint with a body are bound or rejected with a message. A failure reports the seed that reproduces it.
/// </summary>
public sealed class BodyFuzzTests(SharedServers servers)
{
    private static readonly (string Example, Func<HttpContext, Task> BindAsync)[] Bodies =
    [
        From<NewOrganizationBody>("""{"name":"Acme"}"""),
        From<OrganizationBody>("""{"name":"Acme Inc.","isActive":true}"""),
        From<NewUserBody>("""{"organizationId":1,"name":"Jane","email":"jane@example.com","tier":"pro"}"""),
        From<UserBody>("""{"name":"Jane Doe","email":null,"tier":"basic","isActive":false}"""),
        From<NewKeyBody>(
            """{"userId":1,"name":"server","scopes":["read","admin"],"live":false,"expiresAt":"2099-12-31T23:59:59.9999999+14:00"}"""),
        From<RotationBody>("""{"graceSeconds":3600}"""),
        From<IngestBody>("""{"full":true,"acceptSmaller":false}"""),
        From<WarmBody>("""{"companies":["AAPL","0000320193"]}"""),
        From<WarmBody>("""{"strategy":"recent_queries"}"""),
        From<DegradedModeBody>("""{"reason":"overload","durationSeconds":60}"""),
        From<DrillRecordBody>("""{"drill":"restore","passed":true,"notes":["done"]}"""),
        From<SessionBody>("""{"lifetimeSeconds":900}"""),
    ];

    private static readonly string[] Examples = [.. Bodies.Select(body => body.Example)];

    private static readonly Gen<byte[]> AnyBody = Mutation.From([
        .. Examples.Select(Encoding.UTF8.GetBytes),
        new byte[16 * 1024],
        new byte[16 * 1024 + 1],
    ]);

    /// <summary>Usually a nearly valid body of the endpoint, sometimes that of another one.</summary>
    private static readonly Gen<(Func<HttpContext, Task> BindAsync, byte[] Bytes)> BodyOfOne = Gen.Int[0, Bodies.Length - 1]
        .SelectMany(body =>
            Gen.Frequency((4, Mutation.From(Encoding.UTF8.GetBytes(Examples[body]))), (1, AnyBody))
                .Select(bytes => (Bodies[body].BindAsync, bytes)));

    private static readonly Gen<string> ContentType = Gen.Frequency(
        (9, Gen.Const("application/json")), (1, Mutation.From("application/json; charset=utf-8", "text/plain", "")));

    [Fact]
    public async Task A_body_is_bound_or_rejected_with_a_message()
    {
        await using var services = new ServiceCollection().AddLogging().AddJsonTypes().BuildServiceProvider();
        await Gen.Select(BodyOfOne, ContentType, Gen.Bool).SampleAsync(async (one, type, hasLength) =>
        {
            var (bind, bytes) = one;
            var context = new DefaultHttpContext { RequestServices = services };
            (context.Request.Body, context.Request.ContentType) = (new MemoryStream(bytes), type);
            if (hasLength) context.Request.ContentLength = bytes.Length;
            await bind(context);
        }, iter: Mutation.Inputs);
    }

    /// <summary>Sends requests to a host with its own database. Uses fewer inputs because each is a request.</summary>
    [Fact]
    public async Task No_modifying_request_is_a_500()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await using var api = await ApiHost.StartAsync(database, await servers.RedisAsync(), overSockets: true);
        var target = await database.Services.CreateKeyAsync(tier: "enterprise");
        string[] keys =
        [
            ApiServer.Key,
            (await database.Services.CreateKeyAsync(KeyScope.Read | KeyScope.Admin, isOperator: true, tier: "enterprise")).Text,
            (await database.Services.CreateKeyAsync(KeyScope.Read | KeyScope.Admin, tier: "enterprise")).Text,
        ];
        var endpoints = ChangingEndpoints(api.Services);
        Assert.True(endpoints.Count >= 2 * 9, $"only {endpoints.Count} endpoints change something");
        string[] ids =
        [
            $"{target.Key.UserId}",
            $"{target.Key.OrganizationId}",
            target.Key.PublicId,
            target.Key.Prefix,
            "AAPL",
            "current",
            "0",
            "-1",
            "9223372036854775808",
        ];
        using var client = api.Client(null);

        var requests = Gen.Select(
            Gen.Int[0, endpoints.Count - 1],
            Gen.Frequency((9, Gen.Int[0, ids.Length - 1].Select(id => ids[id])), (1, Mutation.From(ids))),
            AnyBody,
            ContentType,
            Gen.Int[0, keys.Length - 1],
            Gen.Bool);
        await requests.SampleAsync(async (endpoint, id, body, type, key, chunked) =>
        {
            var (method, template) = endpoints[endpoint];
            var address = string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(id) : part));
            if (!Uri.TryCreate(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + address, UriKind.Absolute, out var target)) return;
            using var request = new HttpRequestMessage(new HttpMethod(method), target) { Content = new ByteArrayContent(body) };
            request.Headers.Add("X-Api-Key", keys[key]);
            request.Headers.TransferEncodingChunked = chunked;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Mutation.ToHeaderValue(type));
            try
            {
                using var response = await client.SendAsync(request);
                Assert.True(
                    (int)response.StatusCode < 500,
                    $"{(int)response.StatusCode} {method} {address}: {await response.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException error) when (error.InnerException is IOException)
            {
                // The server rejects an invalid address, such as one with %00, and may close the connection before the body is sent.
                using var bodiless = new HttpRequestMessage(new HttpMethod(method), target);
                using var refusal = await client.SendAsync(bodiless);
                Assert.Equal((HttpStatusCode.BadRequest, true), (refusal.StatusCode, refusal.Headers.ConnectionClose));
            }
        }, iter: Mutation.Inputs / 20);
    }

    private static List<(string Method, string Template)> ChangingEndpoints(IServiceProvider services) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           where method is "POST" or "PATCH" or "PUT" or "DELETE"
           select (method, "/" + endpoint.RoutePattern.RawText!.Trim('/')),
    ];

    private static (string, Func<HttpContext, Task>) From<T>(string example) where T : class, IBody => (example, async context =>
    {
        var body = (await JsonBody<T>.BindAsync(context))!;
        if (body.Problem is not { } problem)
        {
            Assert.NotNull(body.Value);
            return;
        }

        Assert.InRange(problem.Kind.Status, 400, 499);
        Assert.All(
            problem.Errors ?? new Dictionary<string, string[]>(),
            error => Assert.True(error.Key.Length > 0 && error.Value.Length > 0));
        context.Response.Body = new MemoryStream();
        await problem.ExecuteAsync(context);
        Assert.Equal(problem.Kind.Status, context.Response.StatusCode);
    });
}
