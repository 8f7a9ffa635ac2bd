using CsCheck;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.Authentication;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>Any text that was not created as a key is invalid. A failure reports the seed that reproduces it.</summary>
public sealed class KeyFuzzTests
{
    private static readonly string[] Keys =
    [
        KeyText.Create(KeyKind.Live),
        KeyText.Create(KeyKind.Test),
        KeyText.CreateSession(123_456_789),
    ];

    [Fact]
    public void Mutated_keys_are_invalid() => Mutation.From(Keys).Sample(
        text => Assert.Equal(Keys.Contains(text), KeyText.TryRead(text, out _)), iter: Mutation.Inputs);

    [Fact]
    public void Any_header_value_can_be_read_as_a_key()
    {
        var authorizations = Mutation.From("Bearer " + Keys[0], "bearer", "Basic dXNlcjpwYXNz");
        Gen.Select(Mutation.From(Keys), authorizations, Gen.Bool).Sample((key, authorization, both) =>
        {
            var request = new DefaultHttpContext().Request;
            if (both) request.Headers[RequestKey.Header] = key;
            request.Headers.Authorization = authorization;
            var read = RequestKey.From(request);
            Assert.True(KeyText.TryRead(read, out _) == Keys.Contains(read.ToString()));
        }, iter: Mutation.Inputs);
    }
}
