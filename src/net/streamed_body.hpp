// A body of a response that is handed on as it comes (a Beast "Body"), never kept.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>

namespace attendant::net {

struct StreamedBody {
  struct value_type {
    std::function<bool(std::string_view)> piece;  // false: no more is wanted
  };

  class reader {
   public:
    template <bool isRequest, class Fields>
    reader(boost::beast::http::header<isRequest, Fields>& /*head*/, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>& /*length*/, boost::beast::error_code& error) {
      error = {};
    }

    template <class ConstBufferSequence>
    std::size_t put(const ConstBufferSequence& buffers, boost::beast::error_code& error) {
      error = {};
      std::size_t taken = 0;
      for (const boost::asio::const_buffer buffer : boost::beast::buffers_range_ref(buffers)) {
        taken += buffer.size();
        if (buffer.size() > 0 && !body_.piece({static_cast<const char*>(buffer.data()), buffer.size()})) {
          error = boost::asio::error::operation_aborted;
          break;
        }
      }
      return taken;
    }

    void finish(boost::beast::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

}  // namespace attendant::net
