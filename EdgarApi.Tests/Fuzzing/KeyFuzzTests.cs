using CsCheck;
using EdgarApi.Accounts.Keys;
using EdgarApi.Api.Authentication;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>Texts that come as keys: what was not made as one is none, whatever it is. A failure names the seed that repeats it.</summary>
public sealed class KeyFuzzTests
{
    private static readonly string[] Keys = [KeyText.Create(KeyKind.Live), KeyText.Create(KeyKind.Test), KeyText.CreateSession(123_456_789)];

    [Fact]
    public void Mutated_keys_are_invalid() => Mutation.From(Keys).Sample(
        text => Assert.Equal(Keys.Contains(text), KeyText.TryRead(text, out _)), iter: Mutation.Inputs);

    [Fact]
    public void A_key_is_read_from_whatever_stands_in_its_headers() => Gen.Select(Mutation.From(Keys), Mutation.From("Bearer " + Keys[0], "bearer", "Basic dXNlcjpwYXNz"), Gen.Bool).Sample((key, authorization, both) =>
    {
        var request = new DefaultHttpContext().Request;
        if (both) request.Headers[RequestKey.Header] = key;
        request.Headers.Authorization = authorization;
        var read = RequestKey.From(request);
        Assert.True(KeyText.TryRead(read, out _) == Keys.Contains(read.ToString()));
    }, iter: Mutation.Inputs);
}
